/* Tells the gamekeeper agent around a game server what the game knows. C99 and C++11, POSIX, nothing to link. MIT licence.
 *
 *   gk_client gk = gk_open(500);                         no call takes longer than 500 ms
 *   if (gk_ready(&gk) > GK_NO_AGENT) log(gk.error);      what was wrong, in words
 *   gk_match_start(&gk, "m1");
 *   gk_players(&gk, 12, 30000);                          the count holds for 30 s unless it is renewed
 *   gk_match_end(&gk, "red won");                        now the deployment ends
 *
 * The agent puts its socket's path into GAMEKEEPER_SOCKET. Where that is absent (a laptop, the editor, Windows) every
 * function does nothing and returns GK_NO_AGENT, so the same game runs there. A call is one connection; it blocks until
 * the answer or the deadline and raises no SIGPIPE. A gk_client is one thread's, owns nothing and needs no close.
 *
 * Unreal Engine: put it into Source/<Game>/Private and include it in one .cpp of the server, between
 * THIRD_PARTY_INCLUDES_START and _END. gk_ready fits into AGameModeBase::StartPlay, gk_match_start and gk_match_end into
 * AGameMode::HandleMatchHasStarted and HandleMatchHasEnded, gk_players into PostLogin and Logout with GetNumPlayers().
 * To keep the wait out of the frame call them from AsyncTask(ENamedThreads::AnyBackgroundThreadNormalTask, ...) with a
 * gk_client of the task's own. The agent ends the server with SIGTERM. */
#ifndef GAMEKEEPER_H
#define GAMEKEEPER_H

#if defined(__STRICT_ANSI__) && !defined(_POSIX_C_SOURCE) && !defined(_GNU_SOURCE)
#define _POSIX_C_SOURCE 200809L /* poll, clock_gettime: with -std=c99 this file comes before any system header */
#endif
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifndef _WIN32
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>
#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0 /* macOS, where there is no agent */
#endif
#endif

typedef enum gk_result {
  GK_OK = 0,
  GK_NO_AGENT = 1,    /* GAMEKEEPER_SOCKET is absent: nobody to tell, and nothing was done */
  GK_INVALID = 2,     /* an argument is too long or out of range; nothing was sent */
  GK_REFUSED = 4,     /* the agent said no: `error` is its reason, `status` its HTTP status */
  GK_UNREACHABLE = 5, /* there should be an agent, and it cannot be connected to */
  GK_TIMEOUT = 6,     /* no answer within the deadline; the agent may have done it all the same */
  GK_GARBAGE = 7      /* what came is no answer of the agent's */
} gk_result;

typedef struct gk_client {
  int deadline_ms;
  int status;      /* HTTP status of the last answer, 0 when there was none */
  char error[256]; /* of the last call, empty when it succeeded */
} gk_client;

#define GK_ANSWER_BYTES 262144

typedef struct gk__text {
  char bytes[8192]; /* room for the longest reason, all of it escaped, and the head */
  size_t size;
  int full;
} gk__text;

static inline gk_client gk_open(int deadline_ms) {
  const gk_client made = {deadline_ms > 0 ? deadline_ms : 1000, 0, {0}};
  return made;
}

static inline gk_result gk__end(gk_client* gk, gk_result result, const char* what, const char* more) {
  snprintf(gk->error, sizeof gk->error, "%s%s", what, more);
  return result;
}

/* Adds what printf would print. */
static inline void gk__add(gk__text* to, const char* format, ...) {
  const size_t room = sizeof to->bytes - to->size;
  va_list values;
  va_start(values, format);
  const int size = vsnprintf(to->bytes + to->size, room, format, values);
  va_end(values);
  to->full |= size < 0 || (size_t)size >= room;
  if (!to->full) to->size += (size_t)size;
}

/* One more member, or nothing when there is no value. */
static inline void gk__add_member(gk__text* to, const char* name, const char* value) {
  if (value == NULL) return;
  gk__add(to, "%s\"%s\":\"", to->size > 0 ? "," : "", name);
  for (; *value != '\0'; ++value) {
    const int plain = (unsigned char)*value >= 0x20 && *value != '"' && *value != '\\';
    gk__add(to, plain ? "%c" : "\\u%04x", (unsigned char)*value);
  }
  gk__add(to, "\"");
}

/* The end of the value at p: a text, an object, an array or a word. NULL when it has none. */
static inline const char* gk__skip(const char* p) {
  int depth = 0;
  for (; *p != '\0'; ++p) {
    if (*p == '"') {
      while (*++p != '\0' && *p != '"') p += *p == '\\' && p[1] != '\0';
      if (*p == '\0') return NULL;
      if (depth == 0) return p + 1;
    } else if (*p == '{' || *p == '[') {
      ++depth;
    } else if (*p == '}' || *p == ']' || *p == ',') {
      if (depth == 0) return p;
      if (*p != ',' && --depth == 0) return p + 1;
    }
  }
  return NULL;
}

/* The value of the object's member, or NULL. The agent writes JSON without spaces. */
static inline const char* gk__member(const char* p, const char* name) {
  const size_t size = strlen(name);
  if (p == NULL || *p != '{') return NULL;
  while (*++p == '"') {
    const char* key = p + 1;
    p = gk__skip(p);
    if (p == NULL || *p != ':') return NULL;
    if ((size_t)(p - 1 - key) == size && memcmp(key, name, size) == 0) return p + 1;
    p = gk__skip(p + 1);
    if (p == NULL || *p != ',') return NULL;
  }
  return NULL;
}

static inline int gk__is(const char* p, const char* value) { return p != NULL && strncmp(p, value, strlen(value)) == 0; }

/* The soonest of the status' timers that run, in milliseconds; -1 when none does. */
static inline long gk__shortest_ms(const char* p) {
  long shortest = -1;
  while (p != NULL && *p != '\0' && *++p == '{') {
    const char* fires = gk__member(p, "fires_in_ms");
    if (gk__is(gk__member(p, "state"), "\"running\"") && fires != NULL && *fires != 'n' &&
        !gk__is(gk__member(p, "name"), "\"watchdog\"")) {
      const long ms = strtol(fires, NULL, 10);
      if (shortest < 0 || ms < shortest) shortest = ms;
    }
    p = gk__skip(p);
  }
  return shortest;
}

static inline gk_result gk__refusal(gk_client* gk, const char* body) {
  const char* p = gk__member(body, "detail");
  const char* end = p == NULL ? NULL : gk__skip(p);
  size_t size = 0;
  if (end == NULL || *p != '"') return gk__end(gk, GK_GARBAGE, "the agent refused and did not say why", "");
  for (++p; p < end - 1 && size + 1 < sizeof gk->error; ++p) {
    gk->error[size++] = *p == '\\' ? *++p : *p;
  }
  gk->error[size] = '\0';
  return GK_REFUSED;
}

/* Where the body begins once all of the answer is there; NULL before that. */
static inline const char* gk__body(const char* answer, size_t size) {
  const char* body = strstr(answer, "\r\n\r\n");
  const char* length = strstr(answer, "\r\nContent-Length: ");
  if (body == NULL || length == NULL || length > body) return NULL;
  return size - (size_t)(body + 4 - answer) >= strtoul(length + 18, NULL, 10) ? body + 4 : NULL;
}

#ifdef _WIN32
static inline gk_result gk__exchange(gk_client* gk, const gk__text* asked, char* answer) {
  (void)asked, (void)answer;
  return gk__end(gk, GK_NO_AGENT, "there is no agent on Windows", "");
}
#else
static inline long gk__now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static inline gk_result gk__connect(gk_client* gk, const char* path, long until, int fd) {
  struct sockaddr_un address;
  memset(&address, 0, sizeof address);
  address.sun_family = AF_UNIX;
  if (strlen(path) >= sizeof address.sun_path) return gk__end(gk, GK_INVALID, "GAMEKEEPER_SOCKET is too long: ", path);
  memcpy(address.sun_path, path, strlen(path));
  if (fd < 0 || fcntl(fd, F_SETFD, FD_CLOEXEC) < 0 || fcntl(fd, F_SETFL, O_NONBLOCK) < 0)
    return gk__end(gk, GK_UNREACHABLE, "no socket: ", strerror(errno));
  while (connect(fd, (const struct sockaddr*)&address, sizeof address) < 0) {
    if (errno != EAGAIN && errno != EINTR) return gk__end(gk, GK_UNREACHABLE, "no way to the agent: ", strerror(errno));
    if (gk__now_ms() >= until) return gk__end(gk, GK_TIMEOUT, "the agent takes no connection", "");
    poll(NULL, 0, 5); /* its queue is full */
  }
  return GK_OK;
}

/* A request fits into the socket's buffer, so sending never waits. */
static inline gk_result gk__transfer(gk_client* gk, int fd, const gk__text* asked, long until, char* answer) {
  size_t size = 0;
  if (send(fd, asked->bytes, asked->size, MSG_NOSIGNAL) != (ssize_t)asked->size)
    return gk__end(gk, GK_UNREACHABLE, "the agent went away", "");
  while (size + 1 < GK_ANSWER_BYTES) {
    const long left = until - gk__now_ms();
    struct pollfd waited = {fd, POLLIN, 0};
    if (left <= 0) return gk__end(gk, GK_TIMEOUT, "no answer within the deadline", "");
    if (poll(&waited, 1, (int)left) < 1) continue;
    const ssize_t count = recv(fd, answer + size, GK_ANSWER_BYTES - 1 - size, 0);
    if (count <= 0) return gk__end(gk, GK_UNREACHABLE, "the agent went away before it had answered", "");
    size += (size_t)count;
    answer[size] = '\0';
    if (strncmp(answer, "HTTP/1.1 ", size < 9 ? size : 9) != 0) break;
    if (gk__body(answer, size) != NULL) return GK_OK;
  }
  return gk__end(gk, GK_GARBAGE, "what answered is not the agent", "");
}

static inline gk_result gk__exchange(gk_client* gk, const gk__text* asked, char* answer) {
  const char* path = getenv("GAMEKEEPER_SOCKET");
  const long until = gk__now_ms() + gk->deadline_ms;
  if (path == NULL || *path == '\0') return gk__end(gk, GK_NO_AGENT, "GAMEKEEPER_SOCKET is not set", "");
  const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  gk_result result = gk__connect(gk, path, until, fd);
  if (result == GK_OK) result = gk__transfer(gk, fd, asked, until, answer);
  if (fd >= 0) close(fd);
  return result;
}
#endif

/* One request. `members` is what stands between the braces of its body; `left_ms` is read from a status if wanted. */
static inline gk_result gk__ask(gk_client* gk, const char* target, const gk__text* members, long* left_ms) {
  gk__text asked = {{0}, 0, 0};
  char* answer = (char*)malloc(GK_ANSWER_BYTES);
  gk_result result = GK_INVALID;
  gk->status = 0;
  gk->error[0] = '\0';
  gk__add(&asked, "%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n", target);
  gk__add(&asked, "Content-Length: %zu\r\n\r\n{%s}", members->size + 2, members->bytes);
  if (answer == NULL) gk__end(gk, result, "no memory", "");
  else if (members->full || asked.full) gk__end(gk, result, "a text is too long", "");
  else result = gk__exchange(gk, &asked, answer);
  if (result == GK_OK) {
    const char* body = strstr(answer, "\r\n\r\n") + 4;
    gk->status = atoi(answer + 9);
    if (gk->status != 200) result = gk__refusal(gk, body);
    else if (*body != '{') result = gk__end(gk, GK_GARBAGE, "the answer is no JSON", "");
    else if (left_ms != NULL) *left_ms = gk__shortest_ms(gk__member(body, "timers"));
  }
  free(answer);
  return result;
}

static inline gk_result gk__tell(gk_client* gk, const char* target, const char* name, const char* value) {
  gk__text members = {{0}, 0, 0};
  gk__add_member(&members, name, value);
  return gk__ask(gk, target, &members, NULL);
}

/* The game is there for players. */
static inline gk_result gk_ready(gk_client* gk) { return gk__tell(gk, "POST /v1/ready", "", NULL); }
/* A match starts. Its id may be NULL. */
static inline gk_result gk_match_start(gk_client* gk, const char* id) { return gk__tell(gk, "POST /v1/match/start", "id", id); }
/* The match is over; unless match.policy is many, the deployment ends. The reason may be NULL. */
static inline gk_result gk_match_end(gk_client* gk, const char* reason) { return gk__tell(gk, "POST /v1/match/end", "reason", reason); }
/* Lets go of a hold. */
static inline gk_result gk_release(gk_client* gk, const char* id) {
  gk__text to = {{0}, 0, 0};
  for (gk__add(&to, "DELETE /v1/hold/"); *id != '\0'; ++id) gk__add(&to, "%%%02X", (unsigned char)*id);
  return gk__tell(gk, to.bytes, "", NULL);
}
/* Ends the game and the deployment. The reason may be NULL. */
static inline gk_result gk_stop(gk_client* gk, const char* reason) { return gk__tell(gk, "POST /v1/stop", "reason", reason); }
/* So many people play; the count is forgotten after valid_for_ms, or with 0 never. */
static inline gk_result gk_players(gk_client* gk, int players, long valid_for_ms) {
  gk__text members = {{0}, 0, 0};
  gk__add(&members, "\"players\":%d", players);
  if (valid_for_ms > 0) gk__add(&members, ",\"valid_for\":\"%ldms\"", valid_for_ms);
  return gk__ask(gk, "PUT /v1/players", &members, NULL);
}
/* Keeps the deployment up for so long, whoever plays; the same id renews it. The reason may be NULL. */
static inline gk_result gk_hold(gk_client* gk, const char* id, long for_ms, const char* reason) {
  gk__text members = {{0}, 0, 0};
  gk__add(&members, "\"for\":\"%ldms\"", for_ms);
  gk__add_member(&members, "id", id);
  gk__add_member(&members, "reason", reason);
  return gk__ask(gk, "POST /v1/hold", &members, NULL);
}
/* More time to become ready, or to save at the end. */
static inline gk_result gk_extend(gk_client* gk, long by_ms) {
  gk__text members = {{0}, 0, 0};
  gk__add(&members, "\"by\":\"%ldms\"", by_ms);
  return gk__ask(gk, "POST /v1/extend", &members, NULL);
}
/* Until the first of the agent's timers that run: an empty server, the longest match or uptime, and while the game is
 * ended its kill. -1: none runs. The watchdog does not count. */
static inline gk_result gk_time_left(gk_client* gk, long* left_ms) {
  const gk__text none = {{0}, 0, 0};
  return gk__ask(gk, "GET /v1/status", &none, left_ms);
}

#endif
