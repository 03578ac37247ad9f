#ifndef CWATCH_PROCESS_H
#define CWATCH_PROCESS_H

/// Has the kernel kill this process when its parent ends. prctl takes a variable list, which Swift cannot call.
void watch_end_with_parent(void);

/// Leaves a process behind that ends `launcher` (mpirun, or its daemon on this host) if it is still there after
/// `seconds`: over a link that is cut it would wait for its counterpart for a quarter of an hour.
///
/// First it closes the launcher's connections to other hosts, where the kernel allows that: then the launcher ends by
/// itself, with the status of the job. Else it kills it. fork cannot be called from Swift.
void watch_end_launcher_after(int launcher, int seconds);

#endif
