/// Push messages through Firebase Cloud Messaging's HTTP v1 API.
@NullMarked
package io.highwater.notification.channel.fcm;

import org.jspecify.annotations.NullMarked;
