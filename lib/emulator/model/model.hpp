#pragma once

/// What there is, as plain data. Reads nothing, asks nobody; changes come from platform/.
///   catalogue.hpp            what can be deployed, and where
///   location.hpp             cities with hosts, and the one nearest to the users
///   private_fleet.hpp        hosts that belong to one customer
///   deployment.hpp           one deployment: identity, times, ports, container, history
///   deployment_status.hpp    the nine statuses and how they are written
///   deployment_store.hpp     all deployments, bounded
///   deploy_order.hpp         what a valid deploy request asks for
///   restored_deployment.hpp  a deployment of an earlier emulator
///   tags.hpp                 what a tag is and what it may be called
///   usage.hpp                what a deployment's processes have used
///   container_output.hpp     what they have written
///   platform_time.hpp        times as the API writes and reads them
///   random_hex.hpp           identifiers and tokens
