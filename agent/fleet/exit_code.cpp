#include "fleet/exit_code.hpp"

#include "base/terminal_text.hpp"

namespace gamekeeper::fleet {

using base::errc;
using edgegap::outcome_kind;

exit_code exit_code_of(errc code) noexcept {
  switch (code) {
    case errc::invalid_input:
      return usage;
    case errc::not_found:
      return not_found;
    case errc::denied:
      return refused;
    case errc::timed_out:
    case errc::busy:
      return timed_out;
    default:
      return unreachable;
  }
}

namespace {

// The platform has been seen to answer 400 for an id that it does not know: where nothing else was asked with, nothing
// else can be wrong.
bool asks_by_id_alone(edgegap::operation_id what) noexcept {
  return what == edgegap::operation_id::deployment_status || what == edgegap::operation_id::container_logs;
}

}  // namespace

exit_code exit_code_of(const edgegap::api_error& failure) noexcept {
  if (failure.status() == 0) return exit_code_of(failure.code());
  if (failure.status() == 400 && asks_by_id_alone(failure.operation())) return not_found;
  switch (failure.kind()) {
    case outcome_kind::not_found:
    case outcome_kind::gone:
      return not_found;
    case outcome_kind::denied:
    case outcome_kind::invalid:
    case outcome_kind::throttled:
      return refused;
    case outcome_kind::transient:
      break;
  }
  return failure.code() == errc::timed_out ? timed_out : unreachable;
}

exit_code explain(const screen& to, const edgegap::api_error& failure) {
  to.complain(base::terminal_text(failure.message()));
  if (failure.kind() == outcome_kind::denied)
    *to.err << "Is the token the right one? EDGEGAP_API_TOKEN or --token-file gives the organisation's.\n";
  if (failure.may_have_been_applied())
    *to.err << "The platform may have carried it out all the same: look before you try again.\n";
  return exit_code_of(failure);
}

exit_code explain(const screen& to, const edgegap::stop_outcome& outcome) {
  using edgegap::stop_kind;
  const auto status = !outcome.sent         ? std::string("was not sent")
                      : outcome.status == 0 ? std::string("got no answer")
                                            : "was answered " + std::to_string(outcome.status);
  to.complain("the stop " + status + ": " + base::terminal_text(outcome.message));
  switch (outcome.kind) {
    case stop_kind::not_found:
      return not_found;
    case stop_kind::refused:
      return outcome.status == 0 ? usage : refused;
    default:
      if (outcome.code == errc::timed_out) return timed_out;
      return outcome.status >= 400 && outcome.status < 500 ? refused : unreachable;
  }
}

}  // namespace gamekeeper::fleet
