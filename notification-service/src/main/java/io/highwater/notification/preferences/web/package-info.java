/// Preferences over REST.
@NullMarked
package io.highwater.notification.preferences.web;

import org.jspecify.annotations.NullMarked;
