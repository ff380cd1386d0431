#pragma once

/// The header that programs outside of this tree include: the client, and with it every message and the environment.
#include "edgegap/client/client.hpp"
