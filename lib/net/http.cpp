#include "net/http.hpp"

#include <algorithm>

namespace gamekeeper::net {

namespace {

char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool same_name(std::string_view a, std::string_view b) noexcept {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

std::optional<std::string_view> http_headers::find(std::string_view name) const noexcept {
  for (const auto& field : fields_)
    if (same_name(field.name, name)) return field.value;
  return std::nullopt;
}

std::string_view http_request::path() const noexcept {
  const std::string_view whole = target;
  return whole.substr(0, whole.find('?'));
}

std::string_view http_request::query() const noexcept {
  const std::string_view whole = target;
  const auto mark = whole.find('?');
  return mark == std::string_view::npos ? std::string_view{} : whole.substr(mark + 1);
}

http_response::http_response(int s, std::string content_type, std::string b) : status(s), body(std::move(b)) {
  headers.add("Content-Type", std::move(content_type));
}

}  // namespace gamekeeper::net
