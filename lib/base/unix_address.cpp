#include "base/unix_address.hpp"

#include <cstddef>
#include <string>

namespace gamekeeper::base {

result<unix_address> unix_address::parse(std::string_view name) {
  unix_address out;
  // The last byte is the terminator's.
  constexpr std::size_t name_bytes = sizeof(out.address_.sun_path) - 1;
  if (name.empty() || name.size() > name_bytes)
    return error(errc::invalid_input, "the name of a unix socket has from 1 to " +
                                          std::to_string(name_bytes) + " bytes, '" + std::string(name) +
                                          "' has " + std::to_string(name.size()));
  if (name.find('\0') != std::string_view::npos)
    return error(errc::invalid_input, "the name of a unix socket contains a zero byte");
  out.address_.sun_family = AF_UNIX;
  name.copy(out.address_.sun_path, name_bytes);
  const bool abstract = name.front() == '@';
  if (abstract) out.address_.sun_path[0] = '\0';
  // An abstract name is as long as the size says; a path ends with a zero byte.
  out.size_ = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size() + (abstract ? 0 : 1));
  return out;
}

}  // namespace gamekeeper::base
