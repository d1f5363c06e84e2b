namespace AltogicAuth.Messages;

/// <summary>What the registration that a message confirms has done.</summary>
// Written as a number of one digit, so the length of a cookie reveals nothing.
public enum SignUpEffect
{
    None,
    CreatedAccount,
}
