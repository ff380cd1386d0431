#pragma once

#include "gamekeeper/command_line/command.hpp"
#include "net/http.hpp"

namespace gamekeeper::ctl {

/// The request of the local API behind each control command that sends more than a path.
net::http_request look_at_events(const command_line::given& what);
net::http_request start_match(const command_line::given& what);
net::http_request end_match(const command_line::given& what);
net::http_request set_players(const command_line::given& what);
net::http_request hold(const command_line::given& what);
net::http_request release(const command_line::given& what);
net::http_request drain(const command_line::given& what);
net::http_request stop(const command_line::given& what);
net::http_request restart(const command_line::given& what);
net::http_request ready(const command_line::given& what);
net::http_request ping(const command_line::given& what);
net::http_request extend(const command_line::given& what);
net::http_request send_signal(const command_line::given& what);
net::http_request set_log_level(const command_line::given& what);
net::http_request add_tag(const command_line::given& what);
net::http_request remove_tag(const command_line::given& what);

/// Digits and nothing else; nothing when there is more, or more than 64 bits hold.
std::optional<std::uint64_t> whole_number(const std::string& text);
/// What is wrong with a value of the command line; nothing: nothing.
std::optional<std::string> wrong_duration(const std::string& text);
std::optional<std::string> wrong_object(const std::string& text);
std::optional<std::string> wrong_players(const std::string& text);
std::optional<std::string> wrong_number(const std::string& text);

}  // namespace gamekeeper::ctl
