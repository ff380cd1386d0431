#pragma once

/// How the agent keeps an eye on its own deployment.
///   watcher.hpp         the loop that polls the deployment and hands on what it sees
///   poll_pace.hpp       how often it asks, so that all agents together keep the organisation's limit
///   early_clock.hpp     a clock whose sleeper can be woken before its time
