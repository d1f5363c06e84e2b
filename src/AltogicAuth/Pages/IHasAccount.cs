namespace AltogicAuth.Pages;

/// <summary>A page that has read the visitor's account. The header shows its name and picture; on other pages it has an icon instead.</summary>
public interface IHasAccount
{
    AltogicUser? Account { get; }
}
