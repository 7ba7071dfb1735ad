// Placeholder: the client is written on its own.
export {};
