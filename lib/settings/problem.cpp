#include "settings/problem.hpp"

namespace gamekeeper::settings {

std::string origin::describe() const {
  switch (from) {
    case layer::default_:
      return "default";
    case layer::file:
      return "file " + detail;
    case layer::variable:
      return "variable " + detail;
    case layer::flag:
      return "flag " + detail;
  }
  return detail;
}

std::string problem::describe() const {
  std::string text = where.detail;
  // A variable's or a flag's name says the key already, but not to everyone who reads the log.
  for (const auto& part : {key, message})
    if (!part.empty()) text.append(text.empty() ? "" : ": ").append(part);
  if (!allowed.empty()) text.append(" (allowed: ").append(allowed).append(")");
  return text;
}

}  // namespace gamekeeper::settings
