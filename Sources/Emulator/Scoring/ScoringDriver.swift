/// The Python that stands between the emulator and a scoring script.
///
/// It reads one JSON object a line from the standard input that it was started with, and answers with one JSON line,
/// followed by as many bytes of rows as that line says. The script never sees these streams: its own standard input
/// is empty, and what it prints goes to standard error. When the emulator dies, so does the whole process group.
enum ScoringDriver {
    static let source = #"""
        import importlib.util
        import json
        import os
        import queue
        import signal
        import sys
        import threading
        import traceback

        LIMIT = 32768


        def describe(error):
            frames = error.__traceback__
            while frames is not None and frames.tb_frame.f_code.co_filename.startswith("<"):
                frames = frames.tb_next
            text = "".join(traceback.format_exception(type(error), error, frames))
            if len(text) > LIMIT:
                text = text[: LIMIT // 2] + "\n...\n" + text[-LIMIT // 2 :]
            return {"ok": False, "kind": type(error).__name__, "message": str(error)[:4096], "traceback": text}


        def load(path):
            folder = os.path.dirname(path)
            if folder not in sys.path:
                sys.path.insert(0, folder)
            name = os.path.splitext(os.path.basename(path))[0]
            specification = importlib.util.spec_from_file_location(name, path)
            module = importlib.util.module_from_spec(specification)
            sys.modules[name] = module
            specification.loader.exec_module(module)
            for function in ("init", "run"):
                if not callable(getattr(module, function, None)):
                    raise AttributeError(f"the scoring script has no function `{function}`")
            return module


        def rows(result):
            if type(result).__module__.split(".")[0] == "pandas" and hasattr(result, "columns"):
                return len(result), result.to_csv(sep=" ", header=False, index=False)
            if isinstance(result, (str, bytes, dict)) or not hasattr(result, "__iter__") or not hasattr(result, "__len__"):
                raise TypeError(
                    "run() must return a pandas DataFrame, an array or a list; it returned " + type(result).__name__
                )
            return len(result), "".join(str(element) + "\n" for element in result)


        def serve():
            source = os.fdopen(os.dup(0), "rb")
            sink = os.fdopen(os.dup(1), "wb")
            nothing = os.open(os.devnull, os.O_RDONLY)
            os.dup2(nothing, 0)
            os.close(nothing)
            os.dup2(2, 1)
            orders = queue.SimpleQueue()

            def listen():
                for line in source:
                    order = json.loads(line)
                    orders.put(order)
                    if "end" in order:
                        return
                if os.getpgrp() == os.getpid():
                    os.killpg(0, signal.SIGKILL)
                os._exit(1)

            threading.Thread(target=listen, daemon=True).start()

            def reply(header, body=b""):
                sink.write(json.dumps(header).encode() + b"\n" + body)
                sink.flush()

            module = None
            while True:
                order = orders.get()
                try:
                    if "end" in order:
                        return
                    if "load" in order:
                        module = load(order["load"])
                        module.init()
                        reply({"ok": True, "count": 0, "bytes": 0})
                        continue
                    count, text = rows(module.run(order["run"]))
                    body = text.encode("utf-8", "replace") if order["rows"] else b""
                    reply({"ok": True, "count": count, "bytes": len(body)}, body)
                except Exception as error:
                    reply(describe(error))
                finally:
                    for stream in (sys.stdout, sys.stderr):
                        try:
                            stream.flush()
                        except Exception:
                            pass


        serve()
        """#
}
