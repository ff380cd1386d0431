#pragma once

#include "emulator/model/deployment.hpp"
#include "emulator/reading/fields.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::emulator {

// What the bodies of the three deploy operations have in common.

bool is_ip_address(const std::string& text);

/// Variables as {key, value, is_hidden} in the array `member`. Keys are "automatically sanitized" (v1
/// specification).
std::map<std::string, std::string> read_variables(const fields& body, std::string_view member,
                                                  presence is_hidden, std::vector<problem>& problems);
/// The array `tags`: names of tags, without a comma, which separates two of them in the injected list. One
/// that comes twice counts once.
std::vector<std::string> read_tags(const fields& body);
/// An http or https address of the member `key`, or empty.
std::string read_webhook_url(const fields& in, std::string_view key, presence need);

}  // namespace gamekeeper::emulator
