#pragma once

/// Deployments as processes of this machine.
///   process_containers.hpp    runs them over process::process_host: grace, SIGKILL, restart policies
///   container_streams.hpp     what a container's process reads and writes
///   first_process.hpp         the process that an earlier emulator has left
///   no_containers.hpp         runs nothing, for load
///   deployment_processes.hpp  which processes belong to a deployment
///   process_look.hpp          one walk through the processes, for any number of deployments
///   usage_sampler.hpp         measures them; usage_reader.hpp and tcp_traffic.hpp read what they use
