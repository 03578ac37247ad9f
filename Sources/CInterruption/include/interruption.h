#ifndef INTERRUPTION_H
#define INTERRUPTION_H

/// Takes note of these signals from here on, instead of ending the process.
///
/// After a SIGTERM a launcher gives its ranks about a second before it kills them, less than a step and a checkpoint may
/// take. So at the first one that comes by way of `launcher` (its process; 0: none), the launcher is stopped, by a process of its own, until this process
/// has ended, or for two minutes. One that a person watches at a terminal is let alone: the shell would take it for one that was suspended.
void interruption_listen(const int *signals, int count, int launcher);

/// The last of these signals; 0 where none has come.
int interruption_received(void);

#endif
