#pragma once

#include "fleet/page_options.hpp"
#include "fleet/session.hpp"

#include <string>

namespace gamekeeper::fleet {

command tags_list(session& s, std::string request_id, page_options pages);
command tags_get(session& s, std::string request_id, std::string name);
command tags_add(session& s, std::string request_id, std::string name);
command tags_rename(session& s, std::string request_id, std::string name, std::string new_name);
command tags_remove(session& s, std::string request_id, std::string name);

/// From inside the deployment, with what was injected.
command self_stop(session& s, std::string log_storage);
command context(session& s);
command context_tag_add(session& s, std::string name);
command context_tag_remove(session& s, std::string name);

}  // namespace gamekeeper::fleet
