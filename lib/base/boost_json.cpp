// Boost.JSON is compiled once, here, and not taken from the system's archive: that one is a single section,
// of which the linker has to take all or nothing.
#include <boost/json/src.hpp>
