#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace gamekeeper::emulator {

/// The names are those of the platform's Unity plugin (Enums/ServerStatus.cs); the published specifications
/// hold no enum.
enum class deployment_status {
  initializing,
  seeking,
  seeked,
  scanning,
  deploying,
  ready,
  terminating,
  terminated,
  error
};

/// What a deployment passes through before READY, in order.
inline constexpr std::array provisioning_order{deployment_status::initializing, deployment_status::seeking,
                                               deployment_status::seeked, deployment_status::scanning,
                                               deployment_status::deploying};

/// "READY"
std::string_view name_of(deployment_status status) noexcept;
/// "Status.READY", as the API writes it.
std::string on_the_wire(deployment_status status);
/// Either form, exact case; nothing for any other text.
std::optional<deployment_status> parse_status(std::string_view text) noexcept;
/// "INITIALIZING, SEEKING, …", for messages that say what is allowed.
std::string all_status_names();

}  // namespace gamekeeper::emulator
