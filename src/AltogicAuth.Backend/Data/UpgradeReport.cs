namespace AltogicAuth.Backend.Data;

/// <summary>A user who did not get the canonical form of their address, because another user has it now.</summary>
internal sealed record EmailCollision(string UserId, string KeptByUserId);

/// <summary>What a migration found in the data of an earlier version.</summary>
internal sealed class UpgradeReport
{
    /// <summary>The names of the migrations that were made.</summary>
    public List<string> Migrations { get; } = [];

    /// <summary>Whether the database was empty before.</summary>
    public bool IsNewDatabase { get; set; }

    /// <summary>Users who share a mailbox with another user.</summary>
    public List<EmailCollision> EmailCollisions { get; } = [];

    /// <summary>Objects that were stored before objects had owners.</summary>
    public int ObjectsWithoutOwner { get; set; }
}
