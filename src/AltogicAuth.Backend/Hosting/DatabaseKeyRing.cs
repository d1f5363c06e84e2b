using System.Xml.Linq;
using AltogicAuth.Backend.Data;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace AltogicAuth.Backend.Hosting;

/// <summary>
/// The key ring of Data Protection in the backend's database, for a site with the backend in its process. The interface is synchronous;
/// the ring is read once a day.
/// </summary>
public sealed class DatabaseKeyRing : IXmlRepository
{
    private readonly BackendDatabase _database;

    internal DatabaseKeyRing(BackendDatabase database) => _database = database;

    /// <inheritdoc />
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. _database.ReadAsync(KeyRingTable.AllAsync).GetAwaiter().GetResult().Select(element => XElement.Parse(element))];

    /// <inheritdoc />
    public void StoreElement(XElement element, string friendlyName) =>
        _database.WriteAsync(c => KeyRingTable.InsertAsync(c, friendlyName, element.ToString(SaveOptions.DisableFormatting))).GetAwaiter().GetResult();
}
