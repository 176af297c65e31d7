"""A client whose connection breaks before it has read the answer asks again, and AWS mostly sees to it that nothing is done twice."""


def answering_again(application):
    """What succeeded is answered a second time in the same words, where an SDK says that it asks again."""
    answers = {}

    def answer(environ, start_response):
        invocation = environ.get("HTTP_AMZ_SDK_INVOCATION_ID")
        if invocation is None:
            return application(environ, start_response)
        asks_again = not environ.get("HTTP_AMZ_SDK_REQUEST", "attempt=1").startswith("attempt=1")
        if not asks_again or invocation not in answers:
            status, headers, body = run(application, environ)
            if not status.startswith("2"):
                start_response(status, headers)
                return [body]
            answers[invocation] = status, headers, body
        status, headers, body = answers[invocation]
        start_response(status, headers)
        return [body]

    return answer


def run(application, environ):
    started = []

    def start_response(status, headers, _exc_info=None):
        started[:] = [status, headers]

    parts = application(environ, start_response)
    try:
        body = b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    status, headers = started
    return status, headers, body
