#pragma once

/// What the agent tells about itself: events, metrics, the verdict with which a deployment ends, and what it
/// remembers of that across its own death.
///   event.hpp            one change, as JSON
///   event_types.hpp      every event there is, a function for each
///   event_history.hpp    the last of them, numbered, and those who follow
///   hook.hpp             what shall be run or called on which event: how that is written down
///   hook_dispatcher.hpp  runs and calls it, within limits
///   metrics.hpp          counters, histograms, and Prometheus' text format
///   agent_metrics.hpp    what is counted as it happens, and what is measured when somebody asks
///   own_usage.hpp        the agent's own processor time and memory
///   end_report.hpp       how a deployment ended, as JSON
///   state_file.hpp       the decision to end, kept in a file so that an agent started again finishes it
///   whole_file.hpp       a file that is replaced as a whole or not at all
///   bounded_write.hpp    a write that a dead disk cannot keep us waiting with
///   readable_text.hpp    text that every reader of JSON takes
