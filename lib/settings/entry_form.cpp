#include "settings/entry_form.hpp"

namespace gamekeeper::settings {

bool fits(setting::kind row, file_entry::form found) noexcept {
  using form = file_entry::form;
  switch (row) {
    case setting::kind::boolean:
      return found == form::boolean;
    case setting::kind::integer:
      return found == form::integer;
    case setting::kind::list:
      return found == form::list;
    case setting::kind::duration:
      // A bare number is left to the check, which says that the unit is missing.
      return found == form::text || found == form::integer;
    default:
      return found == form::text;
  }
}

std::string_view expected(setting::kind row) noexcept {
  switch (row) {
    case setting::kind::boolean:
      return "true or false";
    case setting::kind::integer:
      return "a number";
    case setting::kind::list:
      return "an array of strings";
    default:
      return "a string";
  }
}

}  // namespace gamekeeper::settings
