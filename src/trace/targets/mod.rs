//! Which requests carry the trace: `tracePropagationTargets`, own ingest, deny list.
