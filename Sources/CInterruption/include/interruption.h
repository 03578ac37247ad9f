#ifndef INTERRUPTION_H
#define INTERRUPTION_H

/// Takes note of these signals from here on, instead of ending the process.
void interruption_listen(const int *signals, int count);

/// The last of these signals; 0 where none has come.
int interruption_received(void);

/// Stops a launcher, by a process of its own, until `interruption_release`, or until this process has ended, or for two
/// minutes. A launcher in the foreground of a terminal is let alone: the shell would take it for one that its user has
/// suspended.
void interruption_hold(int launcher);

/// Lets the launcher go on.
void interruption_release(void);

#endif
