"""Small stand-ins for SDKs with a synchronous and an asynchronous side; they count what runs off the main thread."""
