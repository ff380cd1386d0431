#pragma once

/// Is anyone playing? Detectors answer players, none or unknown, and unknown is never none.
///   reading.hpp  what one detector says at one moment
///   fusion.hpp   what all of them say together
