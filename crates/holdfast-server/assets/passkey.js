// Passkey ceremonies.
