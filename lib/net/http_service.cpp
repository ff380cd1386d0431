#include "net/http_service.hpp"

namespace gamekeeper::net {

std::string user_client(uid_t user) {
  return "uid " + std::to_string(user);
}

std::string http_peer::client() const {
  if (credentials) return user_client(credentials->uid);
  return address.substr(0, address.rfind(':'));
}

}  // namespace gamekeeper::net
