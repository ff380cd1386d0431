#include "base/error.hpp"

#include <boost/throw_exception.hpp>

#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace gamekeeper::base {

std::string_view to_string(errc code) noexcept {
  switch (code) {
    case errc::invalid_input:
      return "invalid_input";
    case errc::not_found:
      return "not_found";
    case errc::denied:
      return "denied";
    case errc::busy:
      return "busy";
    case errc::io:
      return "io";
    case errc::dns:
      return "dns";
    case errc::unreachable:
      return "unreachable";
    case errc::tls:
      return "tls";
    case errc::timed_out:
      return "timed_out";
    case errc::closed:
      return "closed";
    case errc::too_large:
      return "too_large";
    case errc::malformed:
      return "malformed";
    case errc::cancelled:
      return "cancelled";
  }
  return "unknown";
}

error error::within(std::string_view prefix) const {
  std::string message(prefix);
  message.append(": ").append(message_);
  return error(code_, std::move(message));
}

namespace {

errc kind_of(int number) {
  switch (number) {
    case ENOENT:
    case ENOTDIR:
      return errc::not_found;
    case EACCES:
    case EPERM:
    case EROFS:
      return errc::denied;
    case EADDRINUSE:
    case EBUSY:
      return errc::busy;
    case ECONNREFUSED:
    case ECONNRESET:
    case EPIPE:
    case EHOSTUNREACH:
    case ENETUNREACH:
      return errc::unreachable;
    case ETIMEDOUT:
      return errc::timed_out;
    default:
      return errc::io;
  }
}

}  // namespace

error system_failure(std::string_view message, int number) {
  std::string text(message);
  text.append(": ").append(std::generic_category().message(number));
  return error(kind_of(number), std::move(text));
}

void throw_exception_from_error(const error& failure, const boost::source_location& where) {
  boost::throw_with_location(std::logic_error("unhandled failure: " + failure.message()), where);
}

}  // namespace gamekeeper::base
