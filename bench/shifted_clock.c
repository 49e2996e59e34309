/* Shift the date by SHIFTED_CLOCK_SECONDS for every program that loads this first (LD_PRELOAD).
 *
 * Only what tells the date is shifted. Clocks that measure durations, and everything that waits on
 * them, stay the machine's own: a limit of ten seconds is ten seconds. Times of files are shifted
 * neither when written nor when read, so that files keep their order.
 *
 * bench/any_hour.py compiles it: cc -shared -fPIC -O2 shifted_clock.c -o shifted_clock.so -ldl
 */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <semaphore.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

static time_t shift;
static int (*machine_clock)(clockid_t, struct timespec *);
static int (*machine_wait)(sem_t *, const struct timespec *);

__attribute__((constructor)) static void begin(void)
{
    const char *seconds = getenv("SHIFTED_CLOCK_SECONDS");

    machine_clock = dlsym(RTLD_NEXT, "clock_gettime");
    machine_wait = dlsym(RTLD_NEXT, "sem_timedwait");
    shift = seconds ? atoll(seconds) : 0;
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    int failed;

    if (!machine_clock)
        begin();
    failed = machine_clock(clock, now);
    if (!failed && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE || clock == CLOCK_TAI))
        now->tv_sec += shift;
    return failed;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
    struct timespec exact;

    (void)zone;
    if (clock_gettime(CLOCK_REALTIME, &exact))
        return -1;
    now->tv_sec = exact.tv_sec;
    now->tv_usec = exact.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *now)
{
    struct timespec exact;

    clock_gettime(CLOCK_REALTIME_COARSE, &exact);
    if (now)
        *now = exact.tv_sec;
    return exact.tv_sec;
}

int timespec_get(struct timespec *now, int base)
{
    return base == TIME_UTC && clock_gettime(CLOCK_REALTIME, now) == 0 ? base : 0;
}

/* A deadline is counted from the shifted date; the machine waits by its own. */
int sem_timedwait(sem_t *restrict semaphore, const struct timespec *restrict deadline)
{
    struct timespec own = *deadline;

    own.tv_sec -= shift;
    return machine_wait(semaphore, &own);
}
