/* runit.c - runs a command under a time limit; wall and CPU time and peak memory go to fd 3 as one line of JSON.
 *
 *   runit SECONDS COMMAND [ARGUMENT…]
 *
 * A small parent matters: a child's ru_maxrss starts at the size of the process that forked it. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static pid_t pid;

static void too_late(int sig) {
  (void)sig;
  kill(pid, SIGKILL);
}

static double seconds(struct timeval t) { return t.tv_sec + t.tv_usec / 1e6; }

int main(int argc, char **argv) {
  if (argc < 3) {
    fprintf(stderr, "usage: runit SECONDS COMMAND [ARGUMENT...]\n");
    return 2;
  }
  struct timespec start, end;
  struct rusage use;
  int status;
  clock_gettime(CLOCK_MONOTONIC, &start);
  pid = vfork();
  if (!pid) {
    close(3);
    execvp(argv[2], argv + 2);
    _exit(127);
  }
  signal(SIGALRM, too_late);
  alarm(atoi(argv[1]));
  while (wait4(pid, &status, 0, &use) < 0 && errno == EINTR) {}
  clock_gettime(CLOCK_MONOTONIC, &end);
  dprintf(3, "{\"status\": %d, \"signal\": %d, \"wall\": %.6f, \"cpu\": %.6f, \"peakMb\": %.2f}\n",
    WIFEXITED(status) ? WEXITSTATUS(status) : -1, WIFSIGNALED(status) ? WTERMSIG(status) : 0,
    (double)(end.tv_sec - start.tv_sec) + (end.tv_nsec - start.tv_nsec) / 1e9,
    seconds(use.ru_utime) + seconds(use.ru_stime), use.ru_maxrss * 1024 / 1e6);
  return 0;
}
