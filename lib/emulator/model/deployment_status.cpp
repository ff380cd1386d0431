#include "emulator/model/deployment_status.hpp"

namespace gamekeeper::emulator {

namespace {

constexpr std::string_view prefix = "Status.";
constexpr std::array all{
    deployment_status::initializing, deployment_status::seeking,    deployment_status::seeked,
    deployment_status::scanning,     deployment_status::deploying,  deployment_status::ready,
    deployment_status::terminating,  deployment_status::terminated, deployment_status::error};

}  // namespace

std::string_view name_of(deployment_status status) noexcept {
  switch (status) {
    case deployment_status::initializing:
      return "INITIALIZING";
    case deployment_status::seeking:
      return "SEEKING";
    case deployment_status::seeked:
      return "SEEKED";
    case deployment_status::scanning:
      return "SCANNING";
    case deployment_status::deploying:
      return "DEPLOYING";
    case deployment_status::ready:
      return "READY";
    case deployment_status::terminating:
      return "TERMINATING";
    case deployment_status::terminated:
      return "TERMINATED";
    case deployment_status::error:
      return "ERROR";
  }
  return "ERROR";
}

std::string on_the_wire(deployment_status status) {
  return std::string(prefix).append(name_of(status));
}

std::optional<deployment_status> parse_status(std::string_view text) noexcept {
  if (text.starts_with(prefix)) text.remove_prefix(prefix.size());
  for (const auto each : all)
    if (name_of(each) == text) return each;
  return std::nullopt;
}

std::string all_status_names() {
  std::string names;
  for (const auto each : all) names.append(names.empty() ? "" : ", ").append(name_of(each));
  return names;
}

}  // namespace gamekeeper::emulator
