#pragma once

#include "emulator/platform/platform.hpp"
#include "emulator/runtime/process_look.hpp"
#include "emulator/runtime/usage_reader.hpp"

namespace gamekeeper::emulator {

/// All processes that there are, as far as deployments can be among them.
using process_lister = std::function<std::vector<process::process_info>()>;

/// Looks at the deployments' processes every limits::emulator_metrics_interval: adds a sample to each, and
/// has the one killed that takes more memory than it was given. A kernel's limit would strike at once; this
/// one does at the next look. All that it is given outlives it.
class usage_sampler {
 public:
  usage_sampler(base::clock& time, platform& target, process_lister all);

  void start();
  /// One look at everything.
  void look();

 private:
  base::clock& time_;
  platform& platform_;
  process_lister all_;
  usage_reader reader_;
  std::unique_ptr<base::timer> alarm_;
};

}  // namespace gamekeeper::emulator
