// The TLS part of Asio's own functions; the rest is compiled in base.
#include <boost/asio/ssl/impl/src.hpp>
