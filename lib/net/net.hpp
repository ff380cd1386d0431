#pragma once

/// Everything that talks: byte streams (tcp, tls, unix), names to addresses with a deadline, trust roots,
/// URLs, HTTP as a codec over any stream, an HTTP client and an HTTP server. Knows nothing of games,
/// platforms or settings.
///   url.hpp          what an address means, and percent-encoding
///   http.hpp         requests and responses as plain structs, and the transport seam
///   http_date.hpp    when a header says that it was
///   byte_stream.hpp  what a connection can do
///   datagram.hpp     one peer over UDP, each wait with a deadline
///   connect.hpp      making one: connecting in turn, the two TLS handshakes, within a deadline
///   http_codec.hpp   bytes <-> messages, within the limits
///   stream_deadline.hpp  closes a stream that takes too long
///   one_shot_event.hpp  a waiter that anybody may wake, once
///   notification.hpp  the same, again and again
///   resolver.hpp     name -> addresses; a silent DNS server costs no more than the deadline
///   trust_roots.hpp  whose certificates are trusted, and which are built in
///   tls.hpp          where trust comes from, a server's identity, why a certificate did not verify
///   tls_inspection.hpp  a handshake that goes on whatever the certificate is, to see why it would be refused
///   http_client.hpp  the transport: one kept-alive connection per origin
///   http_service.hpp what a server's connections share: its limits, its handler, who asks
///   http_server.hpp  accepts, reads, answers; limits on all of it
///   stream_source.hpp  what an answer says that goes on after its header
///   response_stream.hpp  such an answer, line by line
///   websocket.hpp    the server's side of the upgrade
///   websocket_session.hpp  what follows it: messages, pings, the closing handshake (Beast's WebSocket)
///   websocket_transport.hpp  a byte stream as Beast's WebSocket wants it
///   unix_stream.hpp  a connection of it, from anybody
///   socket_stream.hpp  what all connections over a plain socket share
///   unix_socket.hpp  a listening socket file: stale ones replaced, live ones respected, who is at the other end
