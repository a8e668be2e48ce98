/** An HTTP request and its response, as a transport sends and receives them. */
import type { OutgoingHttpHeaders } from 'node:http';

export interface HttpRequest {
  method: string;
  url: URL;
  headers: OutgoingHttpHeaders;
  body: string | null;
  /** Returns the sink that takes the body as it arrives; null collects the body as text. */
  sinkFor?(head: ResponseHead): BodySink | null;
}

export interface BodySink {
  write(chunk: Buffer): void;
}

export interface ResponseHead {
  status: number;
  statusText: string;
  /** Each header's values, by lower-case name. */
  headers: Readonly<Record<string, readonly string[] | undefined>>;
}

export interface HttpResponse extends ResponseHead {
  /** The body; empty if a sink took it. */
  text: string;
}
