#include "base/secret.hpp"

#include <string.h>

namespace gamekeeper::base {

secret& secret::operator=(secret&& other) noexcept {
  if (this != &other) {
    wipe();
    text_ = std::move(other.text_);
    other.wipe();
  }
  return *this;
}

bool secret::matches(std::string_view candidate) const noexcept {
  if (candidate.size() != text_.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < text_.size(); ++i)
    difference |= static_cast<unsigned>(static_cast<unsigned char>(text_[i]) ^
                                        static_cast<unsigned char>(candidate[i]));
  return difference == 0;
}

void secret::wipe() noexcept {
  explicit_bzero(text_.data(), text_.size());
  text_.clear();
}

}  // namespace gamekeeper::base
