package io.highwater.saga.running.web;

/// The request says something that makes no sense.
final class InvalidRequestException extends RuntimeException {
    InvalidRequestException(String message) {
        super(message);
    }
}
