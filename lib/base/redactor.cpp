#include "base/redactor.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

#include <algorithm>

namespace gamekeeper::base {

namespace {

constexpr std::size_t shortest = 4;

std::string within_json(const std::string& text) {
  const auto quoted = boost::json::serialize(boost::json::string(text));
  return quoted.substr(1, quoted.size() - 2);
}

// RFC 3986, section 2.3: everything but the unreserved characters.
std::string percent_encoded(const std::string& text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  constexpr std::string_view unreserved = "-._~";
  std::string encoded;
  for (const unsigned char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (plain || unreserved.find(static_cast<char>(c)) != std::string_view::npos)
      encoded += static_cast<char>(c);
    else
      (encoded += '%').append(1, digits[c >> 4U]).append(1, digits[c & 0xfU]);
  }
  return encoded;
}

}  // namespace

void redactor::add(const secret& hidden) {
  const auto& text = hidden.reveal();
  if (text.size() < shortest) return;
  for (const auto& form : {text, within_json(text), percent_encoded(text)})
    if (std::none_of(forms_.begin(), forms_.end(), [&](const auto& each) { return each.reveal() == form; }))
      forms_.emplace_back(form);
  std::stable_sort(forms_.begin(), forms_.end(),
                   [](const auto& a, const auto& b) { return a.reveal().size() > b.reveal().size(); });
}

std::string redactor::redact(std::string text) const {
  for (const auto& form : forms_)
    for (auto at = text.find(form.reveal()); at != std::string::npos; at = text.find(form.reveal(), at + 3))
      text.replace(at, form.reveal().size(), "***");
  return text;
}

}  // namespace gamekeeper::base
