#pragma once

#include <boost/system/result.hpp>

#include <string>
#include <string_view>

namespace gamekeeper::base {

/// What kind of thing went wrong. A caller decides by the kind; a person reads the message.
enum class errc {
  invalid_input,  ///< what a person or a peer gave does not have the form that was asked for
  not_found,      ///< a file, program or name that does not exist
  denied,         ///< the system or a peer said no
  busy,           ///< somebody else has it
  io,             ///< the system call failed for another reason
  dns,            ///< a name has no address, or no resolver answered
  unreachable,    ///< no connection, or it broke (an HTTP client says `closed` once the request may have been
                  ///< sent)
  tls,            ///< the handshake failed, or the certificate does not verify
  timed_out,      ///< the deadline passed first
  closed,         ///< the peer ended the stream in an orderly way before the message was whole
  too_large,      ///< a limit of limits.hpp was passed
  malformed,      ///< bytes that are not HTTP, JSON or whatever they had to be
  cancelled,      ///< we gave up on it ourselves
};

/// The name as it stands in logs and metrics, e.g. "timed_out".
std::string_view to_string(errc code) noexcept;

/// An expected failure: a kind to decide by and a sentence that names what was wrong, where, and what is
/// allowed.
class error {
 public:
  /// Only since Boost 1.81's result::error() asks for one: it stands for "no failure" where there is none.
  error() = default;
  error(errc code, std::string message) : code_(code), message_(std::move(message)) {}

  errc code() const noexcept { return code_; }
  const std::string& message() const noexcept { return message_; }

  /// The same failure, seen from further out: "PREFIX: message".
  error within(std::string_view prefix) const;

 private:
  errc code_ = errc::invalid_input;
  std::string message_;
};

/// "MESSAGE: strerror(number)" with the kind that fits the number. Takes errno's value, so that the caller
/// can read it before anything overwrites it.
error system_failure(std::string_view message, int number);

/// Found by boost::system::result when value() is called on a failure: that is a bug, so it throws.
[[noreturn]] void throw_exception_from_error(const error& failure, const boost::source_location& where);

template <class T = void>
using result = boost::system::result<T, error>;

}  // namespace gamekeeper::base
