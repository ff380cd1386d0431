/* A game for images that have no shell: static for those that have no C library either. game.sh is the same one.
 *   exit N   ends with that code
 *   sleep    says "ready"; at SIGTERM it says "saved" and ends with 5 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int say(const char* line) { return write(STDOUT_FILENO, line, strlen(line)) < 0; }

int main(int count, char** words) {
  sigset_t term;
  int number = 0;
  if (count == 3 && strcmp(words[1], "exit") == 0) return atoi(words[2]);
  if (count != 2 || strcmp(words[1], "sleep") != 0) return 64;
  sigemptyset(&term);
  sigaddset(&term, SIGTERM);
  sigprocmask(SIG_BLOCK, &term, NULL);
  if (say("ready\n")) return 1;
  while (sigwait(&term, &number) != 0) {
  }
  return say("saved\n") ? 1 : 5;
}
