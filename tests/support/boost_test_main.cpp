// The one unit that contains Boost.Test's main.
#define BOOST_TEST_MODULE gamekeeper
#include <boost/test/unit_test.hpp>
