#pragma once

#include "settings/load.hpp"

/// `gamekeeper doctor`: what the agent would see in this container, and what to do about it.
///   surroundings.hpp  the container: processes, memory, files, rights
///   platform_view.hpp the settings and the variables
///   network.hpp       names, TLS, the clock
namespace gamekeeper::doctor {

struct doctor_options {
  settings::sources from;  ///< what a run with the same flags would read
  bool json = false;
};

/// Prints a line for each thing that was looked at. 0 when nothing failed, else 1. Talks only to the
/// addresses that the settings and the injected variables name, sends no token, and asks nothing but the
/// time.
int doctor(const doctor_options& wanted);

}  // namespace gamekeeper::doctor
