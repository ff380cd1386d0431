#pragma once

#include <string>
#include <string_view>

namespace gamekeeper::ctl {

/// An event as a line for a person: "12:00:46  phase           running (was starting)". What is no event comes
/// back as it is, but for what could drive a terminal.
std::string event_line(std::string_view json, bool colour);

}  // namespace gamekeeper::ctl
