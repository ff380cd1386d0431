// A game that uses lib/client/gamekeeper.h. Compiled as C99 and, the same file, as C++11; both with the sanitizers.
//
//   client_probe DEADLINE_MS CALL [ARGUMENT...] [-- CALL [ARGUMENT...]]...
//
// One line for each call: the result's number, the HTTP status, what time_left told (or -2), the error's text.
#include "client/gamekeeper.h"

static const char* argument(char** words, int at) {
  return words[at] != NULL && strcmp(words[at], "--") != 0 ? words[at] : NULL;
}

static gk_result call(gk_client* gk, char** words, long* left) {
  const char* what = words[0];
  const char* first = argument(words, 1);
  const char* second = first == NULL ? NULL : argument(words, 2);
  const char* third = second == NULL ? NULL : argument(words, 3);
  const long first_number = first == NULL ? 0 : strtol(first, NULL, 10);
  const long second_number = second == NULL ? 0 : strtol(second, NULL, 10);
  if (strcmp(what, "ready") == 0) return gk_ready(gk);
  if (strcmp(what, "match_start") == 0) return gk_match_start(gk, first);
  if (strcmp(what, "match_end") == 0) return gk_match_end(gk, first);
  if (strcmp(what, "players") == 0) return gk_players(gk, (int)first_number, second_number);
  if (strcmp(what, "hold") == 0) return gk_hold(gk, first, second_number, third);
  if (strcmp(what, "release") == 0) return gk_release(gk, first);
  if (strcmp(what, "extend") == 0) return gk_extend(gk, first_number);
  if (strcmp(what, "time_left") == 0) return gk_time_left(gk, left);
  if (strcmp(what, "stop") == 0) return gk_stop(gk, first);
  fprintf(stderr, "no call %s\n", what);
  exit(99);
}

int main(int count, char** words) {
  gk_client gk;
  int at = 2;
  if (count < 3) return 99;
  gk = gk_open(atoi(words[1]));
  while (at < count) {
    long left = -2;
    const gk_result result = call(&gk, words + at, &left);
    printf("%d %d %ld %s\n", (int)result, gk.status, left, gk.error);
    while (at < count && strcmp(words[at], "--") != 0) ++at;
    ++at;
  }
  return 0;
}
