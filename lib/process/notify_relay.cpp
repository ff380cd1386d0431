#include "process/notify_relay.hpp"

#include "base/unix_address.hpp"
#include "process/proc_file.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace gamekeeper::process {

namespace {

constexpr std::array<std::string_view, 8> kept_to_ourselves{
    "MAINPID", "MAINPIDFDID", "MAINPIDFD", "BARRIER", "FDSTORE", "FDSTOREREMOVE", "FDNAME", "FDPOLL"};

std::string lines_for_others(std::string_view datagram) {
  std::string out;
  while (!datagram.empty()) {
    const auto line = take_until(datagram, '\n');
    const auto name = line.substr(0, line.find('='));
    if (line.empty() ||
        std::find(kept_to_ourselves.begin(), kept_to_ourselves.end(), name) != kept_to_ourselves.end())
      continue;
    if (!out.empty()) out += '\n';
    out += line;
  }
  return out;
}

}  // namespace

notify_relay::notify_relay(std::string name) : name_(std::move(name)) {}

base::result<void> notify_relay::pass(std::string_view datagram) {
  const auto text = lines_for_others(datagram);
  if (text.empty()) return {};
  const auto to = base::unix_address::parse(name_);
  if (!to) return to.error();
  if (!socket_.valid()) socket_.reset(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket_.valid()) return base::system_failure("no socket", errno);
  if (::sendto(socket_.get(), text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL, to->generic(),
               to->size()) < 0)
    return base::system_failure("cannot send to " + name_, errno);
  return {};
}

}  // namespace gamekeeper::process
