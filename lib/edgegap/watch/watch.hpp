#pragma once

/// How the agent keeps an eye on its own deployment.
///   watcher.hpp         the loop that polls the deployment and hands on what it sees
///   poll_scheduler.hpp  how often it asks, so that all agents together keep the organisation's limit
///   wakeable_clock.hpp  a clock whose sleeper can be woken before its time
