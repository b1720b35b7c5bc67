package io.highwater.saga.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Decides what happens next in a simulated world.
interface Chooser {
    /// A number from 0 to `options - 1`; 0 is the ordinary course of things.
    int choose(int options);

    /// Chooses by a seed, which also decides how good the network is: from one to nine times of ten the ordinary
    /// course.
    static Chooser random(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        int ordinary = random.nextInt(1, 10);
        return options -> random.nextInt(10) < ordinary ? 0 : random.nextInt(options);
    }

    /// Goes through every sequence of choices: call [#next] after each run until it says false.
    final class Exhaustive implements Chooser {
        private final List<int[]> path = new ArrayList<>();
        private int position;

        @Override
        public int choose(int options) {
            if (position == path.size()) {
                path.add(new int[] {0, options});
            }
            return path.get(position++)[0];
        }

        /// Moves to the next sequence; false when all were played.
        boolean next() {
            position = 0;
            while (!path.isEmpty()) {
                var last = path.getLast();
                if (++last[0] < last[1]) {
                    return true;
                }
                path.removeLast();
            }
            return false;
        }
    }
}
