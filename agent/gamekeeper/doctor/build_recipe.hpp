#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gamekeeper::doctor {

/// The STOPSIGNAL of the image that a Dockerfile builds: of its last stage, or of the stages that this one begins with
/// (Dockerfile reference, "FROM", "STOPSIGNAL"). As it is written there, which can be "$SIGNAL"; nothing where the base
/// image decides.
std::optional<std::string> stop_signal_of(std::string_view recipe);

}  // namespace gamekeeper::doctor
