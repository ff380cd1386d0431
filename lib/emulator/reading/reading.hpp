#pragma once

/// What comes from outside, read strictly: every problem is named by its JSON pointer or its parameter.
///   fields.hpp               strict reading of JSON
///   catalogue_reader.hpp     config/emulator.json, and the one that is built in
///   location_reader.hpp      locations, both ways, and those that are built in
///   private_fleet_reader.hpp private fleets of the catalogue
///   deploy_request.hpp       the bodies of the three deploy operations; deploy_fields.hpp what they share
///   bulk_filter.hpp          filters of bulk-stop and of deploy v1
///   list_query.hpp           filters and order of GET /v1/deployments
///   query_parameters.hpp     what stands behind '?'
