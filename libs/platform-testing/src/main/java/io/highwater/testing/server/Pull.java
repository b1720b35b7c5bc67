package io.highwater.testing.server;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.PullResponseItem;

/// Listens to one pull of an image and remembers what went wrong. Docker's own listener would log it with a stack
/// trace, where it is no more than a reason to do without.
final class Pull extends ResultCallback.Adapter<PullResponseItem> {
    private volatile String problem = "";

    /// Empty as long as nothing went wrong.
    String problem() {
        return problem;
    }

    @Override
    public void onNext(PullResponseItem item) {
        var detail = item.getErrorDetail();
        if (detail != null && detail.getMessage() != null) {
            problem = detail.getMessage();
        }
    }

    @Override
    public void onError(Throwable failure) {
        problem = Engine.innermost(failure);
        onComplete();
    }
}
