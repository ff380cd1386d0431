#pragma once

#include <boost/json/fwd.hpp>

#include <string>

namespace gamekeeper::ctl {

/// GET /v1/status for a person: one screen, every line at most 80 columns where the texts allow it.
std::string status_screen(const boost::json::value& status, bool colour);

}  // namespace gamekeeper::ctl
